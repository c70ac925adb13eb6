output "vpc_id" {
  description = "The network."
  value       = aws_vpc.main.id
}

output "private_subnet_ids" {
  description = "Subnets of functions and database, one a zone."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "functions_security_group_id" {
  description = "Group every function is in."
  value       = aws_security_group.functions.id
}

output "nat_group_names" {
  description = "Auto Scaling group of the instance that is the way out; empty with gateways."
  value       = toset(var.egress == "instance" ? ["${var.name}-egress"] : [])
}
