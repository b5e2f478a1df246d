"""DynamoDB by moto, whose tables know neither threads nor isolation: one request at a time."""

import threading
from functools import wraps

from localstack.services.moto import MotoFallbackDispatcher
from moto.dynamodb.models import DynamoDBBackend

one_at_a_time = threading.RLock()


def dispatch_table(provider):
    """A transaction that fails puts back the tables it copied, and with them what others wrote meanwhile."""
    return {name: alone(operation) for name, operation in MotoFallbackDispatcher(provider).items()}


def alone(operation):
    @wraps(operation)
    def locked(*args, **kwargs):
        with one_at_a_time:
            return operation(*args, **kwargs)

    return locked


def copy_only_tables_written_to():
    """Moto copies every table before each transaction: its time would grow with all that was ever stored."""
    transact = DynamoDBBackend.transact_write_items

    @wraps(transact)
    def transact_write_items(self, transact_items):
        everything = self.tables
        named = {part.get("TableName") for item in transact_items for part in item.values()}
        self.tables = {
            name: table for name, table in everything.items() if name in named or table.table_arn in named
        }
        try:
            return transact(self, transact_items)
        finally:
            everything.update(self.tables)
            self.tables = everything

    DynamoDBBackend.transact_write_items = transact_write_items
