"""moto on loopback, with the few read-backs filled in that the AWS provider needs.

Only for `./freehold infra apply-local`. Each patch is one gap met between moto 5.2 and provider 5.100.
"""
import json
import os
import sys

os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
from moto.awslambda import models as lm  # noqa: E402
from moto.awslambda import urls as lu  # noqa: E402
from moto.awslambda.responses import LambdaResponse  # noqa: E402
from moto.core.config import default_user_config  # noqa: E402
from moto.sqs.models import Queue, SQSBackend  # noqa: E402

default_user_config["lambda"] = {"use_docker": False}

# 1. SQS RedriveAllowPolicy is stored but never returned; RedrivePolicy comes back with blanks.
_get_attrs = SQSBackend.get_queue_attributes


def get_queue_attributes(self, queue_name, attribute_names):
    key = "RedriveAllowPolicy"
    value = getattr(self.get_queue(queue_name), "redrive_allow_policy", None)
    result = dict(_get_attrs(self, queue_name, [n for n in attribute_names if n != key]))
    if value and (key in attribute_names or "All" in attribute_names):
        result[key] = value
    if result.get("RedrivePolicy"):
        result["RedrivePolicy"] = json.dumps(json.loads(result["RedrivePolicy"]), separators=(",", ":"))
    return result


SQSBackend.get_queue_attributes = get_queue_attributes

# 2. Lambda DeadLetterConfig, KMSKeyArn and LoggingConfig are dropped.
_init, _conf = lm.LambdaFunction.__init__, lm.LambdaFunction.get_configuration
_upd = lm.LambdaFunction.update_configuration
KEPT = ("DeadLetterConfig", "KMSKeyArn", "LoggingConfig")


def fn_init(self, account_id, spec, *a, **k):
    _init(self, account_id, spec, *a, **k)
    self._kept = {n: spec[n] for n in KEPT if spec.get(n)}


def fn_update(self, spec):
    self._kept = {**getattr(self, "_kept", {}), **{n: spec[n] for n in KEPT if n in spec}}
    return _upd(self, spec)


def fn_conf(self, *a, **k):
    return {**_conf(self, *a, **k), **getattr(self, "_kept", {})}


lm.LambdaFunction.__init__ = fn_init
lm.LambdaFunction.update_configuration = fn_update
lm.LambdaFunction.get_configuration = fn_conf

# 3. An event source mapping made for an alias is returned with a version number.
_esm = lm.EventSourceMapping.get_configuration
_esm_init = lm.EventSourceMapping.__init__


def esm_init(self, spec):
    _esm_init(self, spec)
    self._asked = spec.get("FunctionName", "")


def esm_conf(self):
    conf = _esm(self)
    if getattr(self, "_asked", "").startswith("arn:"):
        conf["FunctionArn"] = self._asked
    return conf


lm.EventSourceMapping.__init__ = esm_init
lm.EventSourceMapping.get_configuration = esm_conf

# 4. Provisioned concurrency is missing.
_pc = {}


def _key(self):
    return (self.path.split("/functions/")[1].split("/")[0], self.querystring["Qualifier"][0])


def put_provisioned_concurrency_config(self):
    n = json.loads(self.body)["ProvisionedConcurrentExecutions"]
    _pc[_key(self)] = n
    return 202, {}, json.dumps({"RequestedProvisionedConcurrentExecutions": n, "Status": "IN_PROGRESS"})


def get_provisioned_concurrency_config(self):
    n = _pc.get(_key(self))
    if n is None:
        return 404, {"x-amzn-errortype": "ProvisionedConcurrencyConfigNotFoundException"}, json.dumps({"message": "none"})
    return 200, {}, json.dumps({
        "RequestedProvisionedConcurrentExecutions": n, "AllocatedProvisionedConcurrentExecutions": n,
        "AvailableProvisionedConcurrentExecutions": n, "Status": "READY", "LastModified": "2020-01-01T00:00:00.000+0000"})


def delete_provisioned_concurrency_config(self):
    _pc.pop(_key(self), None)
    return 204, {}, ""


for _f in (put_provisioned_concurrency_config, get_provisioned_concurrency_config, delete_provisioned_concurrency_config):
    setattr(LambdaResponse, _f.__name__, _f)
lu.url_paths[r"{0}/(?P<api_version>[^/]+)/functions/(?P<function_name>[\w_:%-]+)/provisioned-concurrency/?$"] = LambdaResponse.dispatch

# 5. CodeDeploy answers times as text where AWS has seconds, forgets a group's alarms and style, and deletes nothing.
from moto.codedeploy import models as cd  # noqa: E402
from moto.codedeploy.responses import CodeDeployResponse  # noqa: E402

_app, _group = cd.Application.to_dict, cd.DeploymentGroup.to_dict


def app_dict(self):
    return {**_app(self), "createTime": 1577836800}


def group_dict(self):
    answer = {key: value for key, value in _group(self).items() if not key.lower().endswith("time")}
    answer["alarmConfiguration"] = self.alarm_configuration or {}
    return answer


def delete_deployment_group(self):
    self.codedeploy_backend.deployment_groups[self._get_param("applicationName")].pop(self._get_param("deploymentGroupName"), None)
    return json.dumps({"hooksNotCleanedUp": []})


def delete_application(self):
    self.codedeploy_backend.applications.pop(self._get_param("applicationName"), None)
    return "{}"


CodeDeployResponse.delete_deployment_group = delete_deployment_group
CodeDeployResponse.delete_application = delete_application
cd.Application.to_dict = app_dict
cd.DeploymentGroup.to_dict = group_dict

# 6. SES answers an object where it should say whether sending is on.
from moto.ses import models as ses  # noqa: E402

_set = ses.ConfigurationSet.to_dict_v2


def set_dict(self):
    answer = dict(_set(self))
    answer["SendingOptions"] = {"SendingEnabled": True}
    return answer


ses.ConfigurationSet.to_dict_v2 = set_dict

# 7. A bucket policy's conditions are not looked at: "deny without TLS" would refuse everything.
from moto.s3.models import FakeBucket  # noqa: E402

_permission = FakeBucket.get_permission


def get_permission(self, action, resource):
    kept = self.policy
    try:
        if kept:
            policy = json.loads(kept)
            policy["Statement"] = [one for one in policy["Statement"] if "Condition" not in one]
            self.policy = json.dumps(policy).encode() if policy["Statement"] else None
        return _permission(self, action, resource)
    finally:
        self.policy = kept


FakeBucket.get_permission = get_permission

# 8. A domain name of an API never says that it is there.
from moto.apigatewayv2 import models as api  # noqa: E402

_domain = api.DomainName.to_json


def domain_json(self):
    answer = dict(_domain(self))
    answer["domainNameConfigurations"] = [
        {"apiGatewayDomainName": "d-0000000000.execute-api.us-east-1.amazonaws.com", "hostedZoneId": "Z1UJRXOUMOOFQ8", **one,
         "domainNameStatus": "AVAILABLE"}
        for one in self.domain_name_configurations
    ]
    return answer


api.DomainName.to_json = domain_json

# 9. A layer's version is not found again by its ARN.
lm.LambdaFunction._get_layers_data = lambda self, arns: [{"Arn": arn, "CodeSize": 1} for arn in arns]

# 10. Event destinations of a configuration set are missing.
from moto.sesv2 import urls as su  # noqa: E402
from moto.sesv2.responses import SESV2Response  # noqa: E402

_destinations = {}


def event_destinations(self):
    name = self.path.split("/configuration-sets/")[1].split("/")[0]
    kept = _destinations.setdefault(name, {})
    if self.method == "POST":
        asked = json.loads(self.body)
        kept[asked["EventDestinationName"]] = {"Name": asked["EventDestinationName"], **asked["EventDestination"]}
    elif self.method == "DELETE":
        kept.pop(self.path.rsplit("/", 1)[1], None)
    else:
        return 200, {}, json.dumps({"EventDestinations": list(kept.values())})
    return 200, {}, "{}"


SESV2Response.event_destinations = event_destinations
_call = SESV2Response.call_action


def call_action(self):
    if "/event-destinations" in self.path:
        return self.event_destinations()
    return _call(self)


SESV2Response.call_action = call_action
su.url_paths["{0}/v2/email/configuration-sets/(?P<ConfigurationSetName>[^/]+)/event-destinations"] = SESV2Response.dispatch
su.url_paths["{0}/v2/email/configuration-sets/(?P<ConfigurationSetName>[^/]+)/event-destinations/(?P<Name>[^/]+)"] = SESV2Response.dispatch

# 11. A budget's notifications keep their subscribers to themselves.
from moto.budgets.models import Notification  # noqa: E402
from moto.budgets.responses import BudgetsResponse  # noqa: E402

_notified = []
_notification_init = Notification.__init__


def notification_init(self, details, subscribers):
    _notification_init(self, details, subscribers)
    _notified.append((dict(details), subscribers))


def describe_subscribers_for_notification(self):
    asked = self._get_param("Notification")
    words = ("NotificationType", "ComparisonOperator")
    for details, subscribers in _notified:
        if all(details[word] == asked[word] for word in words) and float(details["Threshold"]) == float(asked["Threshold"]):
            return json.dumps({"Subscribers": subscribers})
    return json.dumps({"Subscribers": []})


def list_tags_for_resource(self):
    return json.dumps({"ResourceTags": []})


Notification.__init__ = notification_init
BudgetsResponse.list_tags_for_resource = list_tags_for_resource
BudgetsResponse.tag_resource = lambda self: "{}"
BudgetsResponse.describe_subscribers_for_notification = describe_subscribers_for_notification

from moto.server import main  # noqa: E402

main(sys.argv[1:] or ["-H", "127.0.0.1", "-p", "5555"])
