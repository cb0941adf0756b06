from modellkommune.blueprint.description import Blueprint


def test_the_reading_of_releases_is_ready_before_threads_ask_for_it() -> None:
    assert Blueprint.__pydantic_complete__
