locals {
  public_names = var.with_cdn ? toset([var.api_domain, var.app_domain]) : toset([])
  origin_name  = var.with_cdn ? var.origin_domain : var.api_domain
}

resource "aws_acm_certificate" "origin" {
  domain_name       = local.origin_name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "public" {
  provider = aws.global
  for_each = local.public_names

  domain_name       = each.key
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  proofs = merge(
    { (local.origin_name) = one(aws_acm_certificate.origin.domain_validation_options) },
    { for name, certificate in aws_acm_certificate.public : name => one(certificate.domain_validation_options) },
  )
}

resource "aws_route53_record" "proof" {
  for_each = toset(concat([local.origin_name], tolist(local.public_names)))

  zone_id         = var.zone_id
  name            = local.proofs[each.key].resource_record_name
  type            = local.proofs[each.key].resource_record_type
  records         = [local.proofs[each.key].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "origin" {
  certificate_arn         = aws_acm_certificate.origin.arn
  validation_record_fqdns = [aws_route53_record.proof[local.origin_name].fqdn]
}

resource "aws_acm_certificate_validation" "public" {
  provider = aws.global
  for_each = local.public_names

  certificate_arn         = aws_acm_certificate.public[each.key].arn
  validation_record_fqdns = [aws_route53_record.proof[each.key].fqdn]
}
