# Why an instance is the default stands in docs/decisions/0012.

resource "aws_eip" "gateway" {
  for_each = var.egress == "gateway" ? aws_subnet.public : {}

  domain = "vpc"

  tags = { Name = "${var.name}-${each.key}" }

  depends_on = [aws_internet_gateway.main]
}

resource "aws_nat_gateway" "main" {
  for_each = var.egress == "gateway" ? aws_subnet.public : {}

  allocation_id = aws_eip.gateway[each.key].id
  subnet_id     = each.value.id

  tags = { Name = "${var.name}-${each.key}" }

  depends_on = [aws_internet_gateway.main]
}

resource "aws_route" "gateway" {
  for_each = var.egress == "gateway" ? aws_route_table.private : {}

  route_table_id         = each.value.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main[each.key].id
}

data "aws_ssm_parameter" "image" {
  count = var.egress == "instance" ? 1 : 0

  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
}

resource "aws_security_group" "instance" {
  count = var.egress == "instance" ? 1 : 0

  name        = "${var.name}-egress"
  description = "Way out: from the network's functions only"
  vpc_id      = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "instance" {
  count = var.egress == "instance" ? 1 : 0

  security_group_id            = aws_security_group.instance[0].id
  referenced_security_group_id = aws_security_group.functions.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  description                  = "HTTPS of functions"
}

resource "aws_vpc_security_group_egress_rule" "instance" {
  count = var.egress == "instance" ? 1 : 0

  security_group_id = aws_security_group.instance[0].id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  description       = "HTTPS to providers, AWS and its package store"
}

# The interface and its address outlive the instance, so the routes never change.
resource "aws_network_interface" "instance" {
  count = var.egress == "instance" ? 1 : 0

  subnet_id         = aws_subnet.public[var.zones[0]].id
  security_groups   = [aws_security_group.instance[0].id]
  source_dest_check = false

  tags = { Name = "${var.name}-egress" }
}

resource "aws_eip" "instance" {
  count = var.egress == "instance" ? 1 : 0

  domain            = "vpc"
  network_interface = aws_network_interface.instance[0].id

  tags = { Name = "${var.name}-egress" }

  depends_on = [aws_internet_gateway.main]
}

resource "aws_route" "instance" {
  for_each = var.egress == "instance" ? aws_route_table.private : {}

  route_table_id         = each.value.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_network_interface.instance[0].id
}

resource "aws_launch_template" "instance" {
  count = var.egress == "instance" ? 1 : 0

  name          = "${var.name}-egress"
  image_id      = data.aws_ssm_parameter.image[0].value
  instance_type = "t4g.nano"

  network_interfaces {
    network_interface_id = aws_network_interface.instance[0].id
    device_index         = 0
  }

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      encrypted   = true
      volume_size = 8
      volume_type = "gp3"
    }
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    set -eu
    # dnf wants more than the half GiB there is.
    dd if=/dev/zero of=/swap bs=1M count=512 && chmod 600 /swap && mkswap /swap && swapon /swap
    until dnf install -y nftables; do sleep 5; done
    # Written down, so that it holds after a reboot too.
    echo 'net.ipv4.ip_forward = 1' >/etc/sysctl.d/90-nat.conf
    sysctl --system
    cat >/etc/sysconfig/nftables.conf <<'RULES'
    table ip nat {
      chain postrouting {
        type nat hook postrouting priority 100
        ip saddr ${var.cidr} masquerade
      }
    }
    RULES
    systemctl enable --now nftables
    SCRIPT
  )

  # The newest image of the day it was made: AWS's next one must not take the way out from under a deployment.
  lifecycle {
    ignore_changes = [image_id]
  }
}

resource "aws_autoscaling_group" "instance" {
  count = var.egress == "instance" ? 1 : 0

  name               = "${var.name}-egress"
  min_size           = 1
  max_size           = 1
  availability_zones = [var.zones[0]]
  health_check_type  = "EC2"

  launch_template {
    id      = aws_launch_template.instance[0].id
    version = aws_launch_template.instance[0].latest_version
  }

  # One interface: the old instance lets go of it before the new one starts.
  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 0
    }
  }

  tag {
    key                 = "Name"
    value               = "${var.name}-egress"
    propagate_at_launch = true
  }

  # Its first boot fetches a package: address, route and rules are there by then.
  depends_on = [
    aws_eip.instance,
    aws_route.public,
    aws_route_table_association.public,
    aws_vpc_security_group_egress_rule.instance,
    aws_vpc_security_group_ingress_rule.instance,
  ]
}
