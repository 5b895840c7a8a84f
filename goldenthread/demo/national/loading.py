"""Brings rows in by COPY, as the loader (see `config/loader.py`)."""

import queue
import threading

# How many batches may wait between making and writing: the one goes on while the other works.
AHEAD = 3


class Load:
    """Writes batches of rows into the tables, in a thread of its own. One transaction: whole or not at all.

    `connection`: psycopg's own, in a transaction that the caller ends. Tables are emptied first, so that their pages
    are written once and frozen; the indexes that only serve speed are left out and made at the end. `also`: tables
    that are filled from the others, in the same way.
    """

    def __init__(self, connection, columns: dict[str, list[str]], also: tuple[str, ...] = ()):
        self.connection = connection
        self.tables = [*columns, *also]
        self.copies = {
            table: f"COPY {table} ({', '.join(map(_quoted, names))}) FROM STDIN (FREEZE)"
            for table, names in columns.items()
        }
        self.waiting: queue.Queue = queue.Queue(maxsize=AHEAD)
        self.failed: BaseException | None = None
        self.thread = threading.Thread(target=self._write, name="load", daemon=True)

    def __enter__(self):
        execute = self.connection.execute
        execute("SET LOCAL session_replication_role = replica")
        execute("SET LOCAL maintenance_work_mem = '1GB'")
        execute("SET LOCAL timezone = 'Europe/London'")
        execute(f"TRUNCATE {', '.join(self.tables)} RESTART IDENTITY CASCADE")
        self.indexes = execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique AND NOT i.indisprimary "
            "AND NOT i.indisexclusion ORDER BY 1",
            [self.tables],
        ).fetchall()
        for name, _definition in self.indexes:
            execute(f"DROP INDEX {name}")
        self.thread.start()
        return self

    def put(self, batch: dict[str, list[str]]) -> None:
        """Takes a batch: for each table, texts of whole lines. Raises what writing an earlier one raised."""
        if self.failed is not None:
            raise self.failed
        self.waiting.put(batch)

    def _write(self):
        while (batch := self.waiting.get()) is not None:
            if self.failed is not None:
                continue  # emptied, so that nobody waits for ever
            try:
                for table, texts in batch.items():
                    with self.connection.cursor() as cursor, cursor.copy(self.copies[table]) as out:
                        out.write("".join(texts))
            except BaseException as error:  # noqa: BLE001 (told to whoever puts the next batch)
                self.failed = error

    def __exit__(self, kind, error, trace):
        self.waiting.put(None)
        self.thread.join()
        if kind is None and self.failed is not None:
            raise self.failed

    def finish(self, progress) -> None:
        """Makes the indexes again. `progress(name)` is told before each."""
        for name, definition in self.indexes:
            progress(name)
            self.connection.execute(definition)


def _quoted(name):
    return f'"{name}"'
