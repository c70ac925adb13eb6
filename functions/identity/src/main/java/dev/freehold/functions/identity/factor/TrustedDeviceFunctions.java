package dev.freehold.functions.identity.factor;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.device.Device;
import dev.freehold.identity.device.OwnDevices;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;

/** Devices that are not asked for a second step. */
public class TrustedDeviceFunctions {

  private final HttpEdge edge;
  private final OwnDevices devices;

  TrustedDeviceFunctions(HttpEdge edge, OwnDevices devices) {
    this.edge = edge;
    this.devices = devices;
  }

  @Funq("identity-list-trusted-devices")
  @Http(
      route = "GET /v1/users/me/trusted-devices",
      access = Access.SELF,
      answer = Device.class,
      list = true,
      summary = "Lists the devices one trusts now, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.pageByTime(
                    devices.list(call.caller().user(), call.pageRequest()),
                    Device::createdAt,
                    Device::id)));
  }

  @Funq("identity-remove-trusted-device")
  @Http(
      route = "DELETE /v1/users/me/trusted-devices/{deviceId}",
      access = Access.SELF,
      status = 204,
      summary = "Takes trust away from a device.")
  public APIGatewayV2HTTPResponse remove(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          devices.remove(call.caller().user(), call.pathId("deviceId"));
          return Answer.noContent();
        });
  }
}
