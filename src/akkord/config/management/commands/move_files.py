"""`akkord manage move_files`: copy what the data folder keeps into the store of AKKORD_STORE."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from akkord.store.files import Files, files


class Command(BaseCommand):
    requires_system_checks = []  # the tests run them; a start does not wait for them
    help = "Copy the files of the data folder into the store, reading each back. It can be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.STORE:
            raise CommandError("AKKORD_STORE names no store to move files into.")
        from akkord.store.bucket import BucketFiles
        from akkord.store.moving import move

        store, moved, failed = files(), 0, 0
        assert isinstance(store, BucketFiles)
        for each in move(Files(Path(settings.DATA) / "files"), store):
            moved += each.ok
            if not each.ok:
                failed += 1
                self.stderr.write(f"{each.sha256}: {each.why}")
        self.stdout.write(f"{moved} files are in the store, {failed} are not")
        if failed:
            raise CommandError("What failed is named above; the folder still has all it had.")
