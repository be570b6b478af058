"""A real RTSP server on loopback (GStreamer's), for tests.

Arguments: one JSON object {"port", "cameras", "width", "height", "fps", "clip", "clips", "user", "password", "auth"}.
It prints its port when it listens, and serves rtsp://127.0.0.1:PORT/live1 to /liveN, and /clip and /clip1 to /clipN where
there is a clip: each begins with the first who looks.
"""
import json
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

wish = json.loads(sys.argv[1])
Gst.init(None)
server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1")
server.set_service(str(wish.get("port", 0)))


def add(path, launch):
    factory = GstRtspServer.RTSPMediaFactory.new()
    factory.set_launch(launch)
    factory.set_shared(True)
    if wish.get("user"):
        permissions = GstRtspServer.RTSPPermissions.new()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory(path, factory)


for number in range(1, wish.get("cameras", 1) + 1):
    add(
        f"/live{number}",
        "( videotestsrc is-live=true pattern=ball ! "
        f"video/x-raw,width={wish.get('width', 320)},height={wish.get('height', 240)},framerate={wish.get('fps', 25)}/1 ! "
        f"x264enc tune=zerolatency speed-preset=ultrafast threads=1 key-int-max={max(1, wish.get('fps', 25) // 3)} ! "
        "rtph264pay name=pay0 pt=96 config-interval=-1 )",
    )
for number in ["", *range(1, wish.get("clips", 0) + 1)] if wish.get("clip") else []:
    add(f"/clip{number}", f"( filesrc location=\"{wish['clip']}\" ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )")

if wish.get("user"):
    token = GstRtspServer.RTSPToken.new()
    token.set_string("media.factory.role", "viewer")
    auth = GstRtspServer.RTSPAuth.new()
    if wish.get("auth") == "digest":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(wish["user"], wish["password"], token)
    else:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(wish["user"], wish["password"]), token)
    server.set_auth(auth)

if server.attach(None) == 0:
    sys.exit("the port is taken")
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
