module "network" {
  source = "../modules/network"

  name                = var.name
  region              = var.region
  cidr                = var.cidr
  zones               = var.zones
  egress              = var.egress
  interface_endpoints = var.interface_endpoints
}

module "database" {
  source = "../modules/database"

  name                        = var.name
  vpc_id                      = module.network.vpc_id
  subnet_ids                  = module.network.private_subnet_ids
  functions_security_group_id = module.network.functions_security_group_id
  kms_key_arn                 = aws_kms_key.main.arn
  engine_version              = var.database_engine_version
  upgrading                   = var.database_upgrading
  log_retention_days          = var.log_retention_days
  min_acu                     = var.database_min_acu
  max_acu                     = var.database_max_acu
  pause_after_seconds         = var.database_pause_after_seconds
  instances                   = var.database_instances
  deletion_protection         = var.deletion_protection
}

module "edge" {
  source    = "../modules/edge"
  providers = { aws = aws, aws.global = aws.global }

  name                   = var.name
  api_domain             = var.api_domain
  origin_domain          = var.origin_domain
  app_domain             = var.app_domain
  zone_id                = var.zone_id
  api_id                 = aws_apigatewayv2_api.main.id
  stage_id               = aws_apigatewayv2_stage.main.id
  with_cdn               = var.with_cdn
  requests_per_5_minutes = var.requests_per_5_minutes
  price_class            = var.price_class
}
