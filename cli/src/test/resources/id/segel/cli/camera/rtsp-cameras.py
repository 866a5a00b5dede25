"""RTSP cameras on loopback that look at a picture, with noise, and have faults on request.

usage: rtsp-cameras.py PICTURE.png NAME...   (of 800 by 450)
Says "port N", then reads lines "NAME turn POINTS", "NAME cover 0|1", "NAME freeze 0|1", "NAME stall 0|1" and
"NAME cut 1". Ends with its input.
"""
import sys
import threading

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

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

server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service('0')
mounts = server.get_mount_points()
pipelines = {}


def configure(factory, media, name):
    pipelines[name] = media.get_element()


for name in names:
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(PIPELINE)
    factory.set_shared(True)
    factory.connect('media-configure', configure, name)
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
print('port', server.get_bound_port(), flush=True)
loop = GLib.MainLoop()
threading.Thread(target=listen, daemon=True).start()
loop.run()
