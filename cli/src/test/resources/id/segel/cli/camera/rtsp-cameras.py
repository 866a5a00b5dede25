"""RTSP cameras on loopback that look at a picture, with noise, and have faults on request.

usage: rtsp-cameras.py PICTURE.png NAME...   (of 800 by 450)
A camera whose name has "login" in it is at a second port and asks for segel and kata:sandi, by digest. One with "265" in its name sends H.265.
Says "port N M", then reads lines "NAME turn POINTS", "NAME cover 0|1", "NAME freeze 0|1", "NAME stall 0|1" and
"NAME cut 1". Ends with its input.
"""
import sys
import threading

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtsp', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

Gst.init(None)
picture, names = sys.argv[1], sys.argv[2:]

PIPELINE = (
    f'( filesrc location="{picture}" ! pngdec ! imagefreeze is-live=true ! videoconvert'
    ' ! video/x-raw,format=I420,framerate=5/1 ! videocrop name=turn left=5 right=155 top=45 bottom=45'
    ' ! compositor name=noisy sink_1::alpha=0.08 ! video/x-raw,format=I420,width=640,height=360,framerate=5/1'
    ' ! valve name=freeze ! compositor name=covered sink_1::alpha=0'
    ' ! video/x-raw,format=I420,width=640,height=360,framerate=5/1'
    ' ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=2 pass=quant quantizer=22 threads=1'
    ' ! valve name=stall ! rtph264pay name=pay0 pt=96'
    ' videotestsrc is-live=true pattern=snow ! video/x-raw,format=I420,width=640,height=360,framerate=5/1 ! noisy.'
    ' videotestsrc is-live=true pattern=solid-color foreground-color=0xff706858'
    ' ! video/x-raw,format=I420,width=640,height=360,framerate=5/1 ! covered. )'
)

OF_265 = PIPELINE.replace(
    'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=2 pass=quant quantizer=22 threads=1',
    'x265enc tune=zerolatency speed-preset=ultrafast key-int-max=2 qp=24 option-string=pools=1:frame-threads=1',
).replace('rtph264pay', 'h265parse ! rtph265pay')

server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service('0')
mounts = server.get_mount_points()
pipelines = {}


def configure(factory, media, name):
    pipelines[name] = media.get_element()


closed = GstRtspServer.RTSPServer()
closed.set_address('127.0.0.1')
closed.set_service('0')
token = GstRtspServer.RTSPToken()
token.set_string('media.factory.role', 'user')
auth = GstRtspServer.RTSPAuth()
auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
auth.add_digest('segel', 'kata:sandi', token)
closed.set_auth(auth)
role = Gst.Structure.new_empty('user')
role.set_value('media.factory.access', True)
role.set_value('media.factory.construct', True)

for name in names:
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(PIPELINE if '265' not in name else OF_265)
    factory.set_shared(True)
    factory.connect('media-configure', configure, name)
    if 'login' in name:
        factory.add_role_from_structure(role)
        closed.get_mount_points().add_factory('/' + name, factory)
    else:
        mounts.add_factory('/' + name, factory)


def fault(name, what, value):
    if what == 'cut':
        mounts.remove_factory('/' + name)
        # Of all cameras of this process, for clients are not told apart; the others connect again.
        server.client_filter(lambda *_: GstRtspServer.RTSPFilterResult.REMOVE)
        return False
    pipeline = pipelines[name]
    if what == 'turn':
        crop = pipeline.get_by_name('turn')
        crop.set_property('right', 155 - int(value))
        crop.set_property('left', 5 + int(value))
    elif what == 'cover':
        pipeline.get_by_name('covered').get_static_pad('sink_1').set_property('alpha', float(value))
    else:
        pipeline.get_by_name(what).set_property('drop', value == '1')
    return False


def listen():
    for line in sys.stdin:
        GLib.idle_add(fault, *line.split())
    loop.quit()


server.attach(None)
closed.attach(None)
print('port', server.get_bound_port(), closed.get_bound_port(), flush=True)
loop = GLib.MainLoop()
threading.Thread(target=listen, daemon=True).start()
loop.run()
