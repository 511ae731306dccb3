"""What a team writes beside a plan, none of which changes it: translations, comments, ideas."""
