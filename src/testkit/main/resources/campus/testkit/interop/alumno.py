"""The student of lab sheet 2, section 3, in one program, as the sheet shows it.

alumno.py HOST PORT 3.1.1|5 DNI NAME EMAIL
"""
import sys

import paho.mqtt.client as mqtt

HOST, PORT, VERSION, DNI, NAME, EMAIL = sys.argv[1:7]


def on_connect(client, *ignored):
    client.subscribe("DST/CODIGO")


def on_subscribe(client, *ignored):
    client.publish("DST/PETICION", DNI)


def on_message(client, userdata, message):
    solution = message.payload.decode("utf-8") + ";" + NAME + ";" + EMAIL
    print(solution, flush=True)
    client.publish("DST/SOLUCION", solution)
    client.disconnect()


PROTOCOL = {"3.1.1": mqtt.MQTTv311, "5": mqtt.MQTTv5}[VERSION]
if hasattr(mqtt, "CallbackAPIVersion"):
    alumno = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=PROTOCOL)
else:
    alumno = mqtt.Client(protocol=PROTOCOL)
alumno.on_connect = on_connect
alumno.on_subscribe = on_subscribe
alumno.on_message = on_message
alumno.username_pw_set(username="dst", password="dst")
alumno.connect(HOST, int(PORT))
alumno.loop_forever()
