"""Places in dated editions; the houses of a street in one row. What is loaded becomes the first edition."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

import modellkommune.foundation.tenants.context
import modellkommune.foundation.tenants.models
from modellkommune.foundation.tenants.operations import TenantKey, TenantTable

TABLES = ("zone", "street", "zonerule")


def take_over(apps, schema_editor):
    """Give the rows that are there to the edition they were loaded with."""
    for table in TABLES:
        schema_editor.execute(
            f"UPDATE places_{table} AS row SET edition_id = edition.id FROM places_edition AS edition"
            " WHERE edition.municipality_id = row.municipality_id"
        )
        schema_editor.execute(f"DELETE FROM places_{table} WHERE edition_id IS NULL")
    schema_editor.execute(
        "INSERT INTO places_streethouses (municipality_id, edition_id, street, postcode, houses)"
        " SELECT house.municipality_id, edition.id, street, postcode,"
        " jsonb_agg(jsonb_build_array(number, addition, lon, lat) ORDER BY number, addition)"
        " FROM places_house AS house JOIN places_edition AS edition USING (municipality_id)"
        " GROUP BY house.municipality_id, edition.id, street, postcode"
    )


def edition(null):
    return modellkommune.foundation.tenants.models.TenantForeignKey(
        db_constraint=False, db_index=False, null=null,
        on_delete=django.db.models.deletion.CASCADE, to="places.edition",
    )


class Migration(migrations.Migration):

    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="edition", name="places_one_edition"),
        migrations.RemoveConstraint(model_name="zone", name="places_one_zone_per_code"),
        migrations.AddField("edition", "source", models.CharField(default="folder", max_length=8)),
        migrations.AddField("edition", "valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
        migrations.AlterField("zone", "code", models.CharField(max_length=20)),
        migrations.AlterField("zonerule", "zone", models.CharField(blank=True, max_length=20)),
        *(migrations.AddField(name, "edition", edition(True)) for name in TABLES),
        migrations.CreateModel(
            name="StreetHouses",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("street", models.CharField(max_length=120)),
                ("postcode", models.CharField(blank=True, max_length=5)),
                ("houses", models.JSONField()),
                ("edition", edition(False)),
                ("municipality", models.ForeignKey(
                    db_index=False, default=modellkommune.foundation.tenants.context.current_municipality,
                    editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to="tenants.municipality",
                )),
            ],
            options={"abstract": False},
        ),
        TenantTable("StreetHouses"),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        # Deferred checks of what was just written come before the tables are altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        *(migrations.AlterField(name, "edition", edition(False)) for name in TABLES),
        TenantKey("Zone", "edition"),
        TenantKey("Street", "edition"),
        TenantKey("ZoneRule", "edition"),
        migrations.DeleteModel(name="House"),
        migrations.AddConstraint("zone", models.UniqueConstraint(
            fields=["municipality", "edition", "code"], name="places_zone_code",
        )),
        migrations.AddIndex("edition", models.Index(
            fields=["municipality", "-valid_from", "-id"], name="places_edition_by_day",
        )),
        migrations.AddIndex("street", models.Index(
            fields=["municipality", "edition"], name="places_street_by_edition",
        )),
        migrations.AddIndex("zonerule", models.Index(
            fields=["municipality", "edition"], name="places_rule_by_edition",
        )),
        migrations.AddIndex("streethouses", models.Index(
            fields=["municipality", "edition"], name="places_houses_by_edition",
        )),
    ]
