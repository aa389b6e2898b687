from tests.tasks.office import city, do  # noqa: F401  fixtures
