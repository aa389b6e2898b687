"""What people do to a task, by idea: drafting, publishing, handing out, working, writing off, supervising."""
