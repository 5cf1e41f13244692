"""Publishes numbers as readings, at a rate, through outages: at QoS 1, until the broker has acknowledged each.

lecturas.py HOST:PORT[,HOST:PORT] RATE USER PASSWORD BUILDING

Stops with the end of its input, and prints how many numbers, from 0 on, the broker has acknowledged, and how often it
connected.
"""
import sys
import threading
import time

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

ADDRESSES = [address.rsplit(":", 1) for address in sys.argv[1].split(",")]
RATE, USER, PASSWORD, BUILDING = float(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5]
ROOMS = 20
WINDOW = 400

stopped = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()

if hasattr(mqtt, "CallbackAPIVersion"):
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="lecturas", protocol=mqtt.MQTTv5)
else:
    client = mqtt.Client(client_id="lecturas", protocol=mqtt.MQTTv5)
client.username_pw_set(USER, PASSWORD)
client.max_inflight_messages_set(WINDOW)
acknowledged = 0


def on_publish(*ignored):
    global acknowledged
    acknowledged += 1


client.on_publish = on_publish
session = Properties(PacketTypes.CONNECT)
session.SessionExpiryInterval = 300

published = 0
connects = 0
connected = False
begin = time.monotonic()
deadline = None
while True:
    if not connected:
        host, port = ADDRESSES[connects % len(ADDRESSES)]
        connects += 1
        try:
            client.connect(host, int(port), keepalive=5, clean_start=False, properties=session)
            connected = True
        except OSError:
            time.sleep(0.2)
            continue
    if client.loop(timeout=0.01) != mqtt.MQTT_ERR_SUCCESS:
        connected = False
        continue
    if not stopped.is_set():
        due = int((time.monotonic() - begin) * RATE)
        while published < due and published - acknowledged < WINDOW:
            client.publish("%s/P_1/N/%d/TEMP" % (BUILDING, published % ROOMS + 1), str(published), qos=1)
            published += 1
    elif acknowledged == published:
        break
    else:
        deadline = deadline or time.monotonic() + 60
        if time.monotonic() > deadline:
            break
client.disconnect()
print("published %d acknowledged %d connects %d" % (published, acknowledged, connects), flush=True)
