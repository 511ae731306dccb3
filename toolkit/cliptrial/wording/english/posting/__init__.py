"""When and how often to post, in English."""
