"""What forms say of problems, in English."""

PROBLEMS = {
    "missing": "Please fill this in.",
    "empty": "Please fill this in.",
    "overlapping_arms": "Two of these are the same; each must differ from the others.",
    "repeated": "Something is named twice here.",
    "hashtags": "Write hashtags divided by spaces, such as #food #recipe.",
    "slot": "Write a time such as 18:00.",
    "exists": "There is already an experiment of this name; choose another title.",
    "too_long": "Five things to try are the most.",
    "unknown_account": "This account is not in the workspace.",
    "locked": "The plan is locked, and this would change it.",
    "plan_changed": "The plan was changed since it was locked.",
    "posts_have_places": "Posts already have their places in this plan, so it stays. Start the next experiment "
    "under “Decide”.",
    "filled_row_without_place": "numbers.xlsx is filled in for days that the new plan does not have. Keep the days "
    "that were already posted.",
    "primary_not_delivered": "No source of this account delivers this number per post. Choose another number.",
    "which_account": "Nothing in the file tells which account it belongs to. Choose the account, then read it again.",
    "no_capture_time": "Nothing in the file tells when it was exported. Choose the day of the export, then read it "
    "again.",
    "no_year": "The dates have no year. Choose the day of the export, then read it again.",
    "capture_time_differs": "The file says another day of export than you chose. Leave the day empty; the file’s own "
    "holds.",
    "not_recognised": "This is none of the exports that can be read. TikTok Studio: Analytics, then Download data.",
    "needs_mapping": "This table comes from another tool; someone must say once which column is which (see `cliptrial "
    "ingest --help`).",
    "not_the_workbook": "This is another Excel file than the one downloaded here.",
    "empty_file": "The file is empty.",
    "empty_folder": "There is no export in this folder.",
    "short_link": "This link only forwards to a video. Open it and copy the long link.",
    "other_link": "Another link was handed in for this post before.",
    "link_twice": "The same link stands on two posts.",
    "links": "This is not one link, or another post has it already. Copy the link of the post again.",
    "no_read_on": "Numbers were filled in without the day they were read on.",
    "promoted_before_posted": "Under “Boosted on” stands a day before the post went out.",
    "promoted_in_future": "Under “Boosted on” stands a day that is yet to come. Fill it in once it has begun.",
    "unknown_post": "This post is not known yet. Hand in its export, or its link, first.",
    "no_sound": "No post in the store has a sound, because TikTok Studio exports do not show it.",
    "no_duration": "No post in the store has a length, because TikTok Studio exports do not show it.",
    "no_posts": "There are no posts in this period. Hand in exports in start_here under “Numbers”.",
    "nothing_to_compare": "Fewer than two of these have enough posts to compare.",
    "unknown_value": "No post in this period has this.",
    "not_measured": "This number was not read on enough of these posts.",
    "no_workspace": "This notebook does not lie in a workspace. Make one with `cliptrial init`, or an example with "
    "`cliptrial demo`, and open it with `cliptrial lab`.",
}
