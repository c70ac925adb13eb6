"""Reads the applied stack back through the API of AWS and compares it with functions.json: what is there is what the code says."""

import json
import sys
from pathlib import Path

import boto3

catalogue, outputs, name, prefix = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
functions = {one["name"]: one for one in json.loads(catalogue.read_text())["functions"] if not one.get("sandbox")}
deployed = json.loads(outputs.read_text())["functions"]["value"]
faults = []


def same(what, found, expected):
    found, expected = set(found), set(expected)
    for one in sorted(expected - found):
        faults.append(f"{what}: {one} is missing")
    for one in sorted(found - expected):
        faults.append(f"{what}: {one} is there, but nothing asks for it")


def pages(client, call, key, **arguments):
    for page in client.get_paginator(call).paginate(**arguments):
        yield from page[key]


# Functions, each with its alias.
awslambda = boto3.client("lambda")
there = {one["FunctionName"]: one for one in pages(awslambda, "list_functions", "Functions")}
same("function", there, [one["name"] for one in deployed.values()])
for operation, one in deployed.items():
    settings = there[one["name"]]
    catalogued = functions[operation]
    if settings["Timeout"] != catalogued["timeoutSec"] or settings["MemorySize"] != catalogued["memoryMb"]:
        faults.append(f"{operation}: timeout or memory is not the catalogue's")
    if settings["Environment"]["Variables"]["QUARKUS_FUNQY_EXPORT"] != operation:
        faults.append(f"{operation}: runs another operation")
    awslambda.get_alias(FunctionName=one["name"], Name="live")

# Queues: redrive, visibility, the function that reads.
sqs = boto3.client("sqs")
queues = {url.rsplit("/", 1)[1]: url for url in pages(sqs, "list_queues", "QueueUrls")}
readers = {one["queue"]: one for one in functions.values() if one["trigger"] == "queue"}
own = {queue: one for queue, one in readers.items() if not (queue.endswith("-dead") and queue.removesuffix("-dead") in readers)}
same("queue", queues, [prefix + queue + end for queue in own for end in ("", "-dead")] + [prefix + "missed-schedules-dead"])
mappings = {(one["EventSourceArn"].rsplit(":", 1)[1], one["FunctionArn"].split(":function:")[1]) for one in pages(awslambda, "list_event_source_mappings", "EventSourceMappings")}
same("mapping", mappings, [(prefix + queue, f"{name}-{one['name']}:live") for queue, one in readers.items()])
for queue, one in own.items():
    attributes = sqs.get_queue_attributes(QueueUrl=queues[prefix + queue], AttributeNames=["All"])["Attributes"]
    redrive = json.loads(attributes["RedrivePolicy"])
    if not redrive["deadLetterTargetArn"].endswith(f":{prefix}{queue}-dead") or int(redrive["maxReceiveCount"]) != 5:
        faults.append(f"{queue}: redrive")
    if int(attributes["VisibilityTimeout"]) < 6 * one["timeoutSec"]:
        faults.append(f"{queue}: hidden for less than six timeouts")
    if not attributes.get("KmsMasterKeyId"):
        faults.append(f"{queue}: not encrypted")

# Schedules.
scheduler = boto3.client("scheduler")
crons = {one["name"]: one for one in functions.values() if one["trigger"] == "cron"}
same("schedule", [one["Name"] for one in pages(scheduler, "list_schedules", "Schedules", GroupName=name)], crons)
for operation, one in crons.items():
    schedule = scheduler.get_schedule(GroupName=name, Name=operation)
    if schedule["ScheduleExpression"] != one["schedule"] or not schedule["Target"]["DeadLetterConfig"]["Arn"]:
        faults.append(f"{operation}: schedule or its dead letters")

# Routes: each HTTP operation once, and what no route fits.
gateway = boto3.client("apigatewayv2")
api = next(one["ApiId"] for one in gateway.get_apis()["Items"] if one["Name"] == name)
integrations = {one["IntegrationId"]: one["IntegrationUri"] for one in pages(gateway, "get_integrations", "Items", ApiId=api)}
routes = {one["RouteKey"]: integrations[one["Target"].split("/")[1]] for one in pages(gateway, "get_routes", "Items", ApiId=api)}
https = {f"{one['httpMethod']} {one['path']}": one for one in functions.values() if one["trigger"] == "http"}
https["$default"] = functions["core-route"]
same("route", routes, https)
for key, uri in routes.items():
    one = https[key]
    if not any(f":function:{name}-{served}:live" in uri for served in (one["name"], f"{one['domain']}-route")):
        faults.append(f"{key}: leads to {uri}")

# Roles: one a class, none with a star for an action.
iam = boto3.client("iam")
roles = {one["Role"].rsplit("/", 1)[1] for one in there.values()}
for role in roles:
    policy = iam.get_role_policy(RoleName=role, PolicyName="function")["PolicyDocument"]
    if any("*" in action for statement in policy["Statement"] for action in statement["Action"]):
        faults.append(f"{role}: an action is a wildcard")

for fault in faults:
    print(fault)
print(f"{len(there)} functions, {len(queues)} queues, {len(mappings)} mappings, {len(crons)} schedules, {len(routes)} routes, {len(roles)} roles read back")
sys.exit(1 if faults else 0)
