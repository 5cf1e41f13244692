"""A class of students with MQTT 5, as lab sheet 2, section 3 has it, with private answers: each asks until it has a
code, and sends its solution until that is accepted, through outages of the broker and of teachers.

clase.py HOST:PORT[,HOST:PORT] STUDENTS SECONDS

The students begin one after the other within so many seconds. Each has a DNI from 20000000 on. Prints a line for each
that was certified, and ends when all are.
"""
import sys
import time

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

ADDRESSES = [address.rsplit(":", 1) for address in sys.argv[1].split(",")]
STUDENTS, SECONDS = int(sys.argv[2]), float(sys.argv[3])
AGAIN = 5


class Student:
    def __init__(self, number):
        self.number = number
        self.dni = str(20000000 + number)
        self.name = "alumno-%d" % number
        self.connects = number
        self.connected = self.subscribed = self.certified = False
        self.code = None
        self.next = 0
        self.asked = 0
        if hasattr(mqtt, "CallbackAPIVersion"):
            self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=self.name, protocol=mqtt.MQTTv5)
        else:
            self.client = mqtt.Client(client_id=self.name, protocol=mqtt.MQTTv5)
        self.client.username_pw_set("dst", "dst")
        self.client.on_connect = lambda client, *ignored: client.subscribe("DST/RESPUESTA/%s/r" % self.name, qos=1)
        self.client.on_subscribe = self.on_subscribe
        self.client.on_message = self.on_message

    def on_subscribe(self, *ignored):
        self.subscribed = True

    def on_message(self, client, userdata, message):
        verdict = dict(message.properties.UserProperty).get("verdict")
        if verdict == "code":
            self.code = self.code or message.payload.decode()
            self.next = 0
        elif verdict == "accepted":
            self.certified = True
        elif verdict in ("unknown code", "expired"):
            self.code = None
            self.next = 0

    def ask(self, topic, text):
        answer = Properties(PacketTypes.PUBLISH)
        answer.ResponseTopic = "DST/RESPUESTA/%s/r" % self.name
        self.client.publish(topic, text, qos=1, properties=answer)
        self.asked += 1
        self.next = time.monotonic() + AGAIN

    def step(self):
        if not self.connected:
            host, port = ADDRESSES[self.connects % len(ADDRESSES)]
            self.connects += 1
            self.subscribed = False
            try:
                self.client.connect(host, int(port), keepalive=10)
                self.connected = True
            except OSError:
                return
        if self.client.loop(timeout=0.001) != mqtt.MQTT_ERR_SUCCESS:
            self.connected = False
        elif self.subscribed and time.monotonic() >= self.next:
            if self.code is None:
                self.ask("DST/PETICION", self.dni)
            else:
                self.ask("DST/SOLUCION", "%s;Alumno Numero %s;a%s@teleco.upv.es" % (self.code, "I" * (self.number % 9 + 1),
                                                                                  self.dni))


begin = time.monotonic()
waiting = [Student(i) for i in range(STUDENTS)]
while waiting:
    now = time.monotonic() - begin
    for student in list(waiting):
        if now < SECONDS * student.number / STUDENTS:
            continue
        student.step()
        if student.certified:
            student.client.disconnect()
            waiting.remove(student)
            print("certified %s after %d messages" % (student.dni, student.asked), flush=True)
    time.sleep(0.01)
