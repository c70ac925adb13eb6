# The console's files; empty until it is built. Only CloudFront reads them.
resource "aws_s3_bucket" "console" {
  bucket_prefix = "${var.name}-console-"
}

resource "aws_s3_bucket_public_access_block" "console" {
  bucket                  = aws_s3_bucket.console.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# S3's own key: CloudFront would need rights on ours to hand out files that everybody may read.
resource "aws_s3_bucket_server_side_encryption_configuration" "console" {
  bucket = aws_s3_bucket.console.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_cloudfront_origin_access_control" "console" {
  count = var.with_cdn ? 1 : 0

  name                              = "${var.name}-console"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "console" {
  count = var.with_cdn ? 1 : 0

  enabled             = true
  comment             = "${var.name} console"
  aliases             = [var.app_domain]
  default_root_object = "index.html"
  web_acl_id          = aws_wafv2_web_acl.main[0].arn
  price_class         = var.price_class
  http_version        = "http2and3"
  is_ipv6_enabled     = true

  origin {
    origin_id                = "console"
    domain_name              = aws_s3_bucket.console.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.console[0].id
  }

  default_cache_behavior {
    target_origin_id           = "console"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = "658327ea-f89d-4fab-a63d-7e88639e58f6" # Managed-CachingOptimized
    response_headers_policy_id = "67f7725c-6f97-4210-82d7-5512b31e9d03" # Managed-SecurityHeadersPolicy
    compress                   = true
  }

  # The console routes in the browser: an unknown path is its own affair.
  custom_error_response {
    error_code         = 403
    response_code      = 200
    response_page_path = "/index.html"
  }

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.public[var.app_domain].certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}

resource "aws_s3_bucket_policy" "console" {
  count = var.with_cdn ? 1 : 0

  bucket = aws_s3_bucket.console.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "CloudFront"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = ["s3:GetObject"]
      Resource  = ["${aws_s3_bucket.console.arn}/*"]
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.console[0].arn } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.console]
}

resource "aws_route53_record" "console" {
  for_each = var.with_cdn ? toset(["A", "AAAA"]) : toset([])

  zone_id = var.zone_id
  name    = var.app_domain
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.console[0].domain_name
    zone_id                = aws_cloudfront_distribution.console[0].hosted_zone_id
    evaluate_target_health = false
  }
}
