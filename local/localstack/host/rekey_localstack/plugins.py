"""What LocalStack lacks where no container engine and no JVM is: found by its plugin loader."""

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.plugins import Service, aws_provider


class NodeExecutorPlugin(RuntimeExecutorPlugin):
    """LAMBDA_RUNTIME_EXECUTOR=node: functions run as child processes."""

    name = "node"

    def load(self, *args, **kwargs):
        from rekey_localstack.executor import NodeProcessExecutor

        return NodeProcessExecutor


@hooks.on_infra_start()
def cloudformation_looks_often():
    from rekey_localstack import cloudformation

    cloudformation.look_often()


@aws_provider(api="dynamodb", name="moto")
def dynamodb_by_moto():
    """PROVIDER_OVERRIDE_DYNAMODB=moto: LocalStack's own DynamoDB is a Java program it would download."""
    from localstack.aws.api.dynamodb import DynamodbApi
    from rekey_localstack import dynamodb

    dynamodb.copy_only_tables_written_to()
    return Service.for_provider(DynamodbApi(), dispatch_table_factory=dynamodb.dispatch_table)
