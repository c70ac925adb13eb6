name        = "freehold-prod"
environment = "production"
region      = "us-east-1"
zones       = ["us-east-1a", "us-east-1b"]

api_domain    = "api.example.com"
origin_domain = "origin.example.com"
app_domain    = "app.example.com"
zone_id       = "Z00000000000000000000"
mail_from     = "Example <no-reply@example.com>"
alarm_emails  = ["oncall@example.com"]

database_max_acu   = 8
database_instances = 2
log_retention_days = 90
monthly_budget     = 400
