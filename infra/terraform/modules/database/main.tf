locals {
  # AWS derives max_connections from the largest memory; measured for Aurora it is about 205 an ACU. A cluster that may go down to
  # 0 or 0.5 ACU never allows more than 2,000.
  by_memory       = floor(var.max_acu * 205) - 16
  max_connections = min(local.by_memory, var.min_acu < 1 ? 2000 : 5000)
}

resource "aws_db_subnet_group" "main" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "PostgreSQL from functions only"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id            = aws_security_group.database.id
  referenced_security_group_id = var.functions_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  description                  = "Functions"
}

resource "aws_vpc_security_group_egress_rule" "functions" {
  security_group_id            = var.functions_security_group_id
  referenced_security_group_id = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  description                  = "Database"
}

resource "aws_rds_cluster_parameter_group" "main" {
  name   = "${var.name}-postgresql${split(".", var.engine_version)[0]}"
  family = "aurora-postgresql${split(".", var.engine_version)[0]}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  parameter {
    name         = "shared_preload_libraries"
    value        = "pg_stat_statements"
    apply_method = "pending-reboot"
  }

  # Slow statements are logged without what customers put into them.
  parameter {
    name  = "log_parameter_max_length"
    value = "0"
  }

  parameter {
    name  = "log_parameter_max_length_on_error"
    value = "0"
  }

  lifecycle {
    create_before_destroy = true
  }
}

# Made before RDS makes it by itself: kept for ever, and under no key of ours.
resource "aws_cloudwatch_log_group" "main" {
  name              = "/aws/rds/cluster/${var.name}/postgresql"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_rds_cluster" "main" {
  cluster_identifier = var.name
  engine             = "aurora-postgresql"
  engine_mode        = "provisioned"
  engine_version     = var.engine_version

  # A major version is a step of its own (docs/operating/upgrade.md).
  allow_major_version_upgrade = var.upgrading
  apply_immediately           = var.upgrading

  database_name = "freehold"

  # The owner of the schemas. RDS makes and rotates its password; only the migration function reads it.
  master_username               = "freehold_owner"
  manage_master_user_password   = true
  master_user_secret_kms_key_id = var.kms_key_arn

  # Everybody else comes with a token of 15 minutes.
  iam_database_authentication_enabled = true

  storage_encrypted               = true
  kms_key_id                      = var.kms_key_arn
  db_subnet_group_name            = aws_db_subnet_group.main.name
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.main.name
  vpc_security_group_ids          = [aws_security_group.database.id]

  backup_retention_period         = 14
  preferred_backup_window         = "01:00-01:30"
  preferred_maintenance_window    = "sun:05:00-sun:06:00"
  copy_tags_to_snapshot           = true
  deletion_protection             = var.deletion_protection
  skip_final_snapshot             = !var.deletion_protection
  final_snapshot_identifier       = var.deletion_protection ? "${var.name}-final" : null
  enabled_cloudwatch_logs_exports = ["postgresql"]

  serverlessv2_scaling_configuration {
    min_capacity             = var.min_acu
    max_capacity             = var.max_acu
    seconds_until_auto_pause = var.min_acu == 0 ? var.pause_after_seconds : null
  }

  depends_on = [aws_cloudwatch_log_group.main]
}

resource "aws_rds_cluster_instance" "main" {
  count = var.instances

  identifier                      = "${var.name}-${count.index}"
  cluster_identifier              = aws_rds_cluster.main.id
  engine                          = aws_rds_cluster.main.engine
  engine_version                  = aws_rds_cluster.main.engine_version
  instance_class                  = "db.serverless"
  db_subnet_group_name            = aws_db_subnet_group.main.name
  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.kms_key_arn
  auto_minor_version_upgrade      = true
  promotion_tier                  = count.index
}
