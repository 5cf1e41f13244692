"""The teacher's application as lab sheet 2, section 3 prints it, with the functions that the sheet leaves out.

profesor.py HOST PORT 3.1.1|5 USER PASSWORD ROSTER RESULTS     (ROSTER: DNIs with commas between them)
"""
import random
import sys

import paho.mqtt.client as mqtt

MQTT_BROKER, MQTT_PORT, VERSION, ADMIN_USER, ADMIN_PASS, ROSTER, RESULTS = sys.argv[1:8]

MQTT_TOPIC = "DST/PETICION"
MQTT_TOPIC2 = "DST/CODIGO"
MQTT_TOPIC3 = "DST/SOLUCION"

emitidos = set()


def codigo():
    while True:
        cuatro = "%04d" % random.randrange(10000)
        nuevo = cuatro + str(sum(int(cifra) for cifra in cuatro) % 10)
        if nuevo not in emitidos:
            emitidos.add(nuevo)
            return nuevo


def comprobacion(mensaje):
    if mensaje in emitidos:
        emitidos.remove(mensaje)
        return 1
    return 0


def lista(dni):
    return 1 if dni in ROSTER.split(",") else 0


def envio_email(email_to):
    print("email: " + email_to, flush=True)


def on_message(client, userdata, message):
    if message.topic == MQTT_TOPIC:
        N_DNI = str(message.payload.decode("utf-8")).strip()
        if lista(N_DNI) == 1:
            cliente.publish(MQTT_TOPIC2, codigo())

    if message.topic == MQTT_TOPIC3:
        m_recibido = str(message.payload.decode("utf-8"))
        m_lista = m_recibido.split(";")
        if len(m_lista) == 3:
            if comprobacion(m_lista[0]) == 1:
                f = open(RESULTS, "a")
                f.write(m_recibido + "\n")
                f.close()
                email_alumno = m_lista[2].strip()
                ack_correo = envio_email(email_alumno)


def on_subscribe(*ignored):
    print("subscrito", flush=True)


PROTOCOL = {"3.1.1": mqtt.MQTTv311, "5": mqtt.MQTTv5}[VERSION]
if hasattr(mqtt, "CallbackAPIVersion"):
    cliente = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=PROTOCOL)
else:
    cliente = mqtt.Client(protocol=PROTOCOL)
cliente.on_message = on_message
cliente.on_subscribe = on_subscribe
cliente.username_pw_set(username=ADMIN_USER, password=ADMIN_PASS)

cliente.connect(MQTT_BROKER, int(MQTT_PORT))
print("conectado al broker: ", MQTT_BROKER)

cliente.subscribe(MQTT_TOPIC)
cliente.subscribe(MQTT_TOPIC3)

cliente.loop_forever()
