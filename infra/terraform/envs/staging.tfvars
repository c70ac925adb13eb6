name        = "freehold-staging"
environment = "staging"
region      = "us-east-1"
zones       = ["us-east-1a", "us-east-1b"]

api_domain    = "api.staging.example.com"
origin_domain = "origin.staging.example.com"
app_domain    = "app.staging.example.com"
zone_id       = "Z00000000000000000000"
mail_from     = "Example <no-reply@staging.example.com>"
alarm_emails  = ["oncall@example.com"]

# Idle most of the day: HTTP in one function a domain keeps them warm for each other.
http_deployment  = "domain"
database_max_acu = 4
monthly_budget   = 60
