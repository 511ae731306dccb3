"""Commands for growing: ideas, our year, old against new, money, what was learned."""
