variable "function" {
  description = "All that the module `function` takes; see there."
  type        = any
}

variable "routes" {
  description = "Route keys that lead here, e.g. `GET /v1/platforms/{platformId}`."
  type        = set(string)
}

variable "api" {
  description = "The HTTP API: its id and its ARN for calls."
  type = object({
    id            = string
    execution_arn = string
  })
}

variable "deployment" {
  description = "CodeDeploy's application and role, and how traffic moves; null = at once."
  type = object({
    application   = string
    role_arn      = string
    configuration = string
  })
}

variable "alarm_topic_arn" {
  description = "Who is told of a deployment rolled back."
  type        = string
}
