"""Posts of one account by the hour they went out: is there a pattern beyond chance, and how large may it be?"""
