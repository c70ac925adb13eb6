terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"

      # CloudFront's certificate and WAF live in us-east-1, whatever the region of the rest.
      configuration_aliases = [aws.global]
    }
  }
}
