"""Cameras for the bench, in a process of their own so that they are not counted as the worker's.

usage: bench-cameras.py FOLDER STREAMS
Serves FOLDER/0.jpg to 23.jpg in turn at http://127.0.0.1:N/, whatever the path, and FOLDER/stream.mp4 at
rtsp://127.0.0.1:M/s0 and so on. Says "ports N M"; the second is 0 where GStreamer's RTSP server is not installed.
Lines "off PATH" on its input end the answers at that path. Ends with its input.
"""
import http.server
import itertools
import pathlib
import sys
import threading

folder, streams = pathlib.Path(sys.argv[1]), int(sys.argv[2])
pictures = itertools.cycle([(folder / f'{i}.jpg').read_bytes() for i in range(24)])
off = set()


class Camera(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        picture = b'' if self.path in off else next(pictures)
        self.send_response(200 if picture else 503)
        self.send_header('Content-Type', 'image/jpeg')
        self.send_header('Content-Length', str(len(picture)))
        self.end_headers()
        self.wfile.write(picture)

    def log_message(self, *_):
        pass


def rtsp():
    try:
        import gi

        gi.require_version('Gst', '1.0')
        gi.require_version('GstRtspServer', '1.0')
        from gi.repository import GLib, Gst, GstRtspServer
    except (ImportError, ValueError):
        return 0
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address('127.0.0.1')
    server.set_service('0')
    for i in range(streams):
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(
            f'( filesrc location="{folder}/stream.mp4" ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1 )'
        )
        factory.set_shared(True)
        server.get_mount_points().add_factory(f'/s{i}', factory)
    server.attach(None)
    threading.Thread(target=GLib.MainLoop().run, daemon=True).start()
    return server.get_bound_port()


http.server.ThreadingHTTPServer.request_queue_size = 256
web = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Camera)
threading.Thread(target=web.serve_forever, daemon=True).start()
print('ports', web.server_address[1], rtsp(), flush=True)
for line in sys.stdin:
    off.add(line.split()[1])
