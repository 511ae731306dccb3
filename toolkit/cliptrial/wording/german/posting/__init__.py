"""When and how often to post, in German."""
