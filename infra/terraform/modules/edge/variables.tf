variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "api_domain" {
  description = "Name users call, e.g. `api.example.com`."
  type        = string
}

variable "origin_domain" {
  description = "Name of the API behind CloudFront, e.g. `origin.api.example.com`; in the same zone."
  type        = string
}

variable "app_domain" {
  description = "Name of the console, e.g. `app.example.com`."
  type        = string
}

variable "zone_id" {
  description = "Route 53 zone of the three names."
  type        = string
}

variable "api_id" {
  description = "The HTTP API."
  type        = string
}

variable "stage_id" {
  description = "Its stage."
  type        = string
}

variable "with_cdn" {
  description = "CloudFront and WAF in front; without, the API's own domain is the public one."
  type        = bool
}

variable "requests_per_5_minutes" {
  description = "Requests of one address in five minutes before WAF refuses it, 100 or more."
  type        = number
}


variable "price_class" {
  description = "Where CloudFront answers from."
  type        = string
}
