"""Similar ideas: by German stems, the rare ones counting most, within one town and one statement."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections

from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.ideas.models import Term
from modellkommune.participation.ideas.similarity import similar_ideas, stems
from tests.participation.ideas.market import open_market, opened, submitted

FILLING = "Das Formular für den Antrag liegt im Rathaus aus und niemand findet es."


def test_words_are_the_same_in_every_form_and_case() -> None:
    assert stems("Bäume") == stems("BAUM") == stems("Baums")
    assert stems("die Anträge des Antrags") == stems("Antrag")
    assert stems("und oder für die 123 !?") == ()


def test_an_idea_in_other_words_of_the_same_stems_is_found(alpha: None) -> None:
    opened("Mehr Bäume auf den Plätzen", text="Der Schatten fehlt im Sommer auf jedem Platz.")
    opened("Kürzere Formulare", text=FILLING)
    [found] = similar_ideas("Ein Baum spendet dem Platz Schatten")
    assert found.title == "Mehr Bäume auf den Plätzen"
    assert 0.3 <= found.share <= 1


def test_a_rare_word_counts_more_than_one_that_all_ideas_have(alpha: None) -> None:
    for number in range(8):
        opened(f"Antrag Nummer {'abcdefgh'[number] * 4}", text=FILLING)
    opened("Giraffe im Foyer", text="Eine Giraffe begrüßt die Gäste.")
    # Two words of the others against one of hers.
    assert similar_ideas("Antrag Formular Giraffe")[0].title == "Giraffe im Foyer"


def test_what_others_cannot_see_is_not_found(alpha: None) -> None:
    submitted("Giraffe im Foyer")
    assert similar_ideas("Giraffe Foyer") == []


def test_another_towns_ideas_are_not_found(two_towns: tuple[str, str]) -> None:
    with municipality("alpha"):
        open_market()
        opened("Giraffe im Foyer")
        assert len(similar_ideas("Giraffe Foyer")) == 1
    with municipality("beta"):
        assert similar_ideas("Giraffe Foyer") == []


def test_it_asks_once_however_long_the_text(alpha: None, django_assert_num_queries: Any) -> None:
    opened("Giraffe im Foyer")
    with django_assert_num_queries(1):
        similar_ideas(
            "Giraffe im Foyer " + " ".join(f"Wort{letter}" for letter in "abcdefghijklmnopqrstuvwxyz") * 9
        )
    with django_assert_num_queries(0):
        assert similar_ideas("und oder") == []


def test_the_index_alone_answers_under_row_level_security(
    committed_db: None, two_towns: tuple[str, str]
) -> None:
    with municipality("alpha"):
        open_market()
        idea = opened("Giraffe im Foyer")
        Term.objects.bulk_create(Term(idea=idea, term=f"fuell{number}") for number in range(3000))
    # As autovacuum would have done it soon: without knowing the table the planner guesses.
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE ideas_term")
    with municipality("alpha"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT term, idea_id FROM ideas_term WHERE term = ANY(%s)", [["giraff"]])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "idea_term_once" in plan
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert "term" in condition
    assert "municipality_id" in condition


def test_threads_do_not_mix_their_words_up() -> None:
    words = [f"{letter * 3}ungen" for letter in "abcdefghijklmnop"] * 40
    alone = [stems(word) for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stems, words)) == alone
