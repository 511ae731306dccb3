"""The index page: where every experiment stands, what came out, and what is to be done next."""
