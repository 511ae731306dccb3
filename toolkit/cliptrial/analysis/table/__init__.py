"""Any table of posts, whoever assigned the arms."""
