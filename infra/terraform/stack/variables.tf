variable "name" {
  description = "Prefix of every name, at most 24 characters, e.g. `freehold-prod`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.name))
    error_message = "name is 2 to 24 small letters, digits and dashes."
  }
}

variable "environment" {
  description = "`staging` or `production` (`development` for a trial)."
  type        = string

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "environment is development, staging or production."
  }
}

variable "region" {
  description = "AWS region of everything but CloudFront's parts."
  type        = string
}

variable "zones" {
  description = "Two availability zones of the region."
  type        = list(string)
}

variable "cidr" {
  description = "Addresses of the network."
  type        = string
  default     = "10.40.0.0/16"
}

variable "egress" {
  description = "`instance` (about $6.7 a month) or `gateway` (about $66 a month in two zones, and $0.045 per GB): see docs/decisions/0012."
  type        = string
  default     = "instance"
}

variable "interface_endpoints" {
  description = "AWS services with an interface endpoint, each about $7.3 a month and zone, e.g. `secretsmanager`, `kms`, `sqs`: functions then start while the way out is down."
  type        = set(string)
  default     = []
}

variable "artifacts_dir" {
  description = "Folder with `<domain>.zip` of every domain and `rds-ca.zip`, as `./freehold package` leaves them."
  type        = string
}

variable "runtime" {
  description = "`native` (provided.al2023) or `jvm` (java25 with SnapStart): which zips lie in the folder."
  type        = string
  default     = "native"
}

variable "java_runtime" {
  description = "Lambda's runtime of JVM zips. The provider knows `java25` from 6.x on; the emulator's tests, run with 5.100, name an older one."
  type        = string
  default     = "java25"
}

variable "http_deployment" {
  description = "`operation`: a function per operation. `domain`: a domain's HTTP operations in its route function, apart from `dedicated_functions`."
  type        = string
  default     = "operation"

  validation {
    condition     = contains(["operation", "domain"], var.http_deployment)
    error_message = "http_deployment is operation or domain."
  }
}

variable "dedicated_functions" {
  description = "HTTP operations that keep a function of their own in the mode `domain`."
  type        = set(string)
  default     = ["billing-receive-stripe-event", "identity-verify-api-key"]

  validation {
    condition     = length(setsubtract(var.dedicated_functions, [for one in jsondecode(file("${path.module}/../../../functions/functions.json")).functions : one.name if one.trigger == "http"])) == 0
    error_message = "dedicated_functions names HTTP operations of functions.json."
  }
}

variable "concurrency" {
  description = "Instances at once by operation, where the catalogue's number does not fit."
  type        = map(number)
  default     = {}
}

variable "account_concurrency" {
  description = "Concurrent executions the account allows in the region; AWS keeps 100 of them unreserved."
  type        = number
  default     = 1000
}

variable "database_engine_version" {
  description = "Major version of Aurora PostgreSQL; the minor ones come by themselves."
  type        = string
  default     = "17"

  validation {
    condition     = can(regex("^[0-9]+$", var.database_engine_version))
    error_message = "database_engine_version is a major version: AWS moves to newer minor ones by itself, and never back."
  }
}

variable "database_upgrading" {
  description = "True for the one apply that changes the major version (docs/operating/upgrade.md)."
  type        = bool
  default     = false
}

variable "database_min_acu" {
  description = "Least capacity; 0 lets an idle installation's database pause."
  type        = number
  default     = 0

  validation {
    condition     = var.database_min_acu >= 0 && var.database_min_acu * 2 == floor(var.database_min_acu * 2)
    error_message = "database_min_acu is 0 or a multiple of 0.5."
  }
}

variable "database_max_acu" {
  description = "Most capacity, 1 to 256; decides how many connections there are."
  type        = number
  default     = 8

  validation {
    condition     = var.database_max_acu >= 1 && var.database_max_acu <= 256
    error_message = "database_max_acu is 1 to 256."
  }
}

variable "database_pause_after_seconds" {
  description = "Seconds without a connection until the database pauses."
  type        = number
  default     = 300

  validation {
    condition     = var.database_pause_after_seconds >= 300 && var.database_pause_after_seconds <= 86400
    error_message = "database_pause_after_seconds is 300 to 86400."
  }
}

variable "database_instances" {
  description = "2 = a reader in the other zone that takes over within a minute; it costs as much again."
  type        = number
  default     = 1

  validation {
    condition     = contains([1, 2], var.database_instances)
    error_message = "database_instances is 1 or 2."
  }
}

variable "database_reserved_connections" {
  description = "Connections kept free for migrations, people and Aurora itself."
  type        = number
  default     = 20
}

variable "deletion_protection" {
  description = "The database and the anchors' bucket refuse to go. Anchors under Object Lock stay for their time whatever is said here."
  type        = bool
  default     = true
}

variable "zone_id" {
  description = "Route 53 zone of the names below."
  type        = string
}

variable "api_domain" {
  description = "Name of the API, e.g. `api.example.com`."
  type        = string
}

variable "origin_domain" {
  description = "Name of the API behind CloudFront, e.g. `origin.example.com`."
  type        = string
}

variable "app_domain" {
  description = "Name of the console, e.g. `app.example.com`."
  type        = string
}

variable "allowed_origins" {
  description = "Exact origins from which browsers may call the API with credentials. Empty: the console's."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for one in var.allowed_origins : can(regex("^https://[a-z0-9.-]+(:[0-9]+)?$", one))])
    error_message = "allowed_origins are exact https origins without a path or wildcard."
  }
}

variable "running" {
  description = "False: no schedule fires and no queue is read. For the first apply, before secrets and schema are there."
  type        = bool
  default     = true
}

variable "with_cdn" {
  description = "CloudFront and WAF in front of API and console."
  type        = bool
  default     = true
}

variable "price_class" {
  description = "Where CloudFront answers from."
  type        = string
  default     = "PriceClass_100"
}

variable "requests_per_5_minutes" {
  description = "Requests of one address in five minutes before WAF refuses it."
  type        = number
  default     = 3000
}

variable "throttle_rate" {
  description = "Requests a second the whole API takes."
  type        = number
  default     = 500
}

variable "throttle_burst" {
  description = "Requests it takes at once on top."
  type        = number
  default     = 1000
}

variable "gradual_deployment" {
  description = "New versions of HTTP functions get a tenth of the calls for five minutes first, and go back on errors."
  type        = bool
  default     = true
}

variable "mail_from" {
  description = "Sender of all mail, `Name <address>`; the domain is verified in SES."
  type        = string
}

variable "settings" {
  description = "Further settings of docs/reference/configuration.md as environment variables, e.g. `FREEHOLD_GITHUB_OWNER`; no secrets."
  type        = map(string)
  default     = {}

  validation {
    condition = alltrue([
      for key in keys(var.settings) : startswith(key, "FREEHOLD_") && !can(regex("SECRET|PRIVATE_KEY|CREDENTIALS", key))
    ])
    error_message = "settings are FREEHOLD_… keys; secrets go to Secrets Manager (docs/operating/rotate-secrets.md)."
  }
}

variable "log_retention_days" {
  description = "Days log lines stay."
  type        = number
  default     = 30
}

variable "alarm_emails" {
  description = "Who gets alarms."
  type        = set(string)
  default     = []
}

variable "runbook_base" {
  description = "Address of docs/operating/runbooks as an engineer opens it; stands in every alarm."
  type        = string
  default     = "https://github.com/freehold/freehold/blob/main/docs/operating/runbooks"
}

variable "monthly_budget" {
  description = "US dollars a month; past 80 % of it somebody is told."
  type        = number
  default     = 200
}

variable "anchor_retention_days" {
  description = "Days nobody can change or remove an anchor of the audit."
  type        = number
  default     = 2555
}
