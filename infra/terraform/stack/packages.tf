# A zip per domain: each of its functions picks its operation by QUARKUS_FUNQY_EXPORT.
resource "aws_s3_object" "package" {
  for_each = local.domains

  bucket      = aws_s3_bucket.main["artifacts"].id
  key         = "functions/${each.key}.zip"
  source      = "${var.artifacts_dir}/${each.key}.zip"
  source_hash = filebase64sha256("${var.artifacts_dir}/${each.key}.zip")

  depends_on = [aws_s3_bucket_versioning.main, aws_s3_bucket_server_side_encryption_configuration.main]
}

# The certificate authorities of RDS, which no system's own list holds.
resource "aws_s3_object" "authorities" {
  bucket      = aws_s3_bucket.main["artifacts"].id
  key         = "layers/rds-ca.zip"
  source      = "${var.artifacts_dir}/rds-ca.zip"
  source_hash = filebase64sha256("${var.artifacts_dir}/rds-ca.zip")

  depends_on = [aws_s3_bucket_versioning.main, aws_s3_bucket_server_side_encryption_configuration.main]
}

resource "aws_lambda_layer_version" "authorities" {
  layer_name               = "${var.name}-rds-ca"
  description              = "/opt/rds-ca.pem"
  s3_bucket                = aws_s3_object.authorities.bucket
  s3_key                   = aws_s3_object.authorities.key
  s3_object_version        = aws_s3_object.authorities.version_id
  source_code_hash         = aws_s3_object.authorities.source_hash
  compatible_architectures = ["arm64"]
}

locals {
  package = {
    for domain in local.domains : domain => {
      bucket  = aws_s3_object.package[domain].bucket
      key     = aws_s3_object.package[domain].key
      version = aws_s3_object.package[domain].version_id
      hash    = filebase64sha256("${var.artifacts_dir}/${domain}.zip")
    }
  }
}
