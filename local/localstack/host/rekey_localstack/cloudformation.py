"""CloudFormation looks every five seconds whether a resource is ready, and here it is after some milliseconds."""

from functools import wraps

from localstack.services.cloudformation.resource_provider import ResourceProviderExecutor

SECONDS_BETWEEN_LOOKS = 0.2


def look_often():
    deploy_loop = ResourceProviderExecutor.deploy_loop

    @wraps(deploy_loop)
    def looking_often(self, *args, **kwargs):
        return deploy_loop(self, *args, **{"sleep_time": SECONDS_BETWEEN_LOOKS, **kwargs})

    ResourceProviderExecutor.deploy_loop = looking_often
