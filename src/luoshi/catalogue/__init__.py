"""Items of service (事项): what a body decides on application, under which law, in what time, with which papers."""
