# Values of `./freehold infra apply-local`: the whole stack on an emulator on this machine.
name        = "freehold-local"
environment = "development"
region      = "us-east-1"
zones       = ["us-east-1a", "us-east-1b"]

runtime         = "native"
java_runtime    = "java21" # the newest that provider 5.100 knows
http_deployment = "domain"

# The emulator deletes at once and has no last snapshot.
deletion_protection = false

api_domain    = "api.freehold.test"
origin_domain = "origin.freehold.test"
app_domain    = "app.freehold.test"
mail_from     = "Freehold <no-reply@freehold.test>"
alarm_emails  = ["oncall@freehold.test"]
