from tests.tasks.office import city  # noqa: F401  fixture
