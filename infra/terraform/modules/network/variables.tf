variable "name" {
  description = "Prefix of every name, e.g. `freehold-production`."
  type        = string
}

variable "region" {
  description = "AWS region of the endpoints."
  type        = string
}

variable "cidr" {
  description = "Addresses of the network, a /16 to /24."
  type        = string

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 24
    error_message = "cidr is an IPv4 network from /16 to /24."
  }
}

variable "zones" {
  description = "The two availability zones of the private subnets."
  type        = list(string)

  validation {
    condition     = length(var.zones) == 2
    error_message = "zones names two availability zones."
  }
}

variable "egress" {
  description = <<-TEXT
    How functions reach Stripe, Cloudflare, GitHub and the AWS interfaces without an endpoint of their own:
    `instance`: one t4g.nano that translates addresses, about $6.7 a month with its public address; replaced within minutes when it dies.
    `gateway`: a NAT gateway in each zone, about $33 a month each and $0.045 per GB.
  TEXT
  type        = string

  validation {
    condition     = contains(["instance", "gateway"], var.egress)
    error_message = "egress is instance or gateway."
  }
}

variable "interface_endpoints" {
  description = "AWS services with an interface endpoint of their own, e.g. `sqs`, `kms`; about $7.3 a month each and zone."
  type        = set(string)
}
