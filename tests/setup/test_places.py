from pathlib import Path

from config.launcher.console import StopRequestedError, StopSignal, last_lines
from config.launcher.places import environment_of, places_for, read_env_file


def test_env_file_lines(tmp_path):
    path = tmp_path / ".env"
    path.write_text("# a word\nREDIS_URL=redis://h:1/0\nexport A = 'b c'\n\nnothing\n#B=1\n")
    assert read_env_file(path) == {"REDIS_URL": "redis://h:1/0", "A": "b c"}


def test_an_absent_env_file_says_nothing(tmp_path):
    assert read_env_file(tmp_path / ".env") == {}


def test_the_process_environment_wins(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("LOG_LEVEL=DEBUG\nENVIRONMENT_BANNER=Training\n")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    monkeypatch.delenv("ENVIRONMENT_BANNER", raising=False)
    found = environment_of(tmp_path)
    assert (found["LOG_LEVEL"], found["ENVIRONMENT_BANNER"]) == ("ERROR", "Training")


def test_data_goes_to_var_or_where_the_user_says(tmp_path):
    assert places_for(tmp_path, {}).data == (tmp_path / "var").resolve()
    assert (
        places_for(tmp_path, {"PRECERT_DATA_DIR": "other"}).data == (tmp_path / "other").resolve()
    )
    assert places_for(tmp_path, {"PRECERT_DATA_DIR": "/far"}).data == Path("/far")


def test_folders_are_for_their_owner_alone(places):
    assert [oct(path.stat().st_mode & 0o777) for path in (places.data, places.run, places.log)] == [
        "0o700"
    ] * 3


def test_the_end_of_a_log(tmp_path):
    path = tmp_path / "x.log"
    assert last_lines(path) == ()
    path.write_bytes(b"\xff old\n" * 10_000 + b"one\ntwo\n")
    assert last_lines(path, count=2) == ("one", "two")


def test_a_stop_is_raised_where_the_program_asks_for_it():
    stop = StopSignal()
    stop.check()
    stop.times = 1
    try:
        stop.check()
    except StopRequestedError:
        return
    raise AssertionError("a stop was asked for")
