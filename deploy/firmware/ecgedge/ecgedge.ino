// EcgEdge front end for an Arduino Uno-class board (ATmega328P, 16 MHz) with an AD8232. A prototype tool, not a medical device.
//
//   AD8232   board
//   OUTPUT   A0
//   LO+      D10
//   LO-      D11
//   SDN      D9   (optional: held high, the amplifier is awake)
//   3.3V     3.3V
//   GND      GND
//
// D4 left open: binary protocol (../PROTOCOL.md). D4 tied to GND: text, one line a sample, "value,lo+,lo-". Both at 115200 baud.
// Timer 1 starts every conversion, 250 times a second, so that samples are even whatever the rest of the program does. What the line
// cannot take is not sent: the reader sees a gap in the numbers, never a late or repeated sample.

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <stdint.h>

const uint16_t rateHz = 250;
const uint32_t periodMicros = 1000000UL / rateHz;
const uint8_t samplesPerFrame = 10;
const uint8_t headerLength = 12, leadBytes = (samplesPerFrame + 3) / 4;
const uint8_t frameLength = headerLength + 2 * samplesPerFrame + leadBytes + 2;

const uint8_t positivePin = PB2, negativePin = PB3, shutdownPin = PB1, textPin = PD4;

struct Sample { int16_t counts; uint8_t leads; };

// Samples on their way from the converter to the line; numbers say which they are.
const uint8_t sampleRoom = 64;
static volatile Sample samples[sampleRoom];
static volatile uint32_t taken = 0;
static uint32_t sent = 0;

// Bytes on their way out.
const uint8_t byteRoom = 128;
static volatile uint8_t bytes[byteRoom];
static volatile uint8_t byteIn = 0, byteOut = 0;

static bool isText;

ISR(TIMER1_COMPA_vect) { ADCSRA |= _BV(ADSC); }

ISR(ADC_vect) {
  volatile Sample &s = samples[taken % sampleRoom];
  s.counts = (int16_t)ADC;
  s.leads = (PINB & _BV(positivePin) ? 1 : 0) | (PINB & _BV(negativePin) ? 2 : 0);
  taken++;
}

ISR(USART_UDRE_vect) {
  if (byteIn == byteOut) UCSR0B &= ~_BV(UDRIE0);
  else { UDR0 = bytes[byteOut]; byteOut = (byteOut + 1) % byteRoom; }
}

static uint8_t room() { return (uint8_t)(byteOut - byteIn - 1) % byteRoom; }

static void put(uint8_t b) {
  bytes[byteIn] = b;
  byteIn = (byteIn + 1) % byteRoom;
  UCSR0B |= _BV(UDRIE0);
}

static uint32_t takenNow() {
  cli();
  uint32_t n = taken;
  sei();
  return n;
}

// CRC-16/CCITT-FALSE, bit by bit.
static uint16_t crc16(const uint8_t *data, uint8_t length) {
  uint16_t crc = 0xFFFF;
  while (length--) {
    crc ^= (uint16_t)*data++ << 8;
    for (uint8_t i = 0; i < 8; i++) crc = crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1;
  }
  return crc;
}

static void store(uint8_t *at, uint32_t value) {
  for (uint8_t i = 0; i < 4; i++) at[i] = value >> 8 * i;
}

static void sendFrame() {
  uint8_t frame[frameLength] = { 0xEC, 0x67, 1, samplesPerFrame };
  store(frame + 4, sent);
  store(frame + 8, sent * periodMicros);
  for (uint8_t i = 0; i < samplesPerFrame; i++) {
    volatile Sample &s = samples[(sent + i) % sampleRoom];
    frame[headerLength + 2 * i] = (uint8_t)s.counts;
    frame[headerLength + 2 * i + 1] = s.counts >> 8;
    frame[headerLength + 2 * samplesPerFrame + i / 4] |= s.leads << i % 4 * 2;
  }
  uint16_t crc = crc16(frame + 2, frameLength - 4);
  frame[frameLength - 2] = (uint8_t)crc;
  frame[frameLength - 1] = crc >> 8;
  for (uint8_t i = 0; i < frameLength; i++) put(frame[i]);
  sent += samplesPerFrame;
}

static void sendLine() {
  volatile Sample &s = samples[sent % sampleRoom];
  int16_t value = s.counts;
  uint8_t leads = s.leads;
  for (int16_t unit = 1000; unit; unit /= 10)
    if (value >= unit || unit == 1) put('0' + value / unit % 10);
  put(','); put('0' + (leads & 1));
  put(','); put('0' + (leads >> 1));
  put('\r'); put('\n');
  sent++;
}

void setup() {
  DDRB |= _BV(shutdownPin);
  PORTB |= _BV(shutdownPin);
  PORTD |= _BV(textPin);

  // Converter: input 0 against the supply, 125 kHz. It tells by interrupt when a value is there.
  ADMUX = _BV(REFS0);
  DIDR0 = _BV(ADC0D);
  ADCSRA = _BV(ADEN) | _BV(ADIE) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);

  // Line: 115200 baud, 8N1, at double speed as the Arduino core sets it.
  UBRR0 = 16;
  UCSR0A = _BV(U2X0);
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  UCSR0B = _BV(TXEN0);

  // Timer 1 clears at its compare value: 16 MHz / 64 / 1000 = 250 Hz.
  TCCR1A = 0;
  TCCR1B = _BV(WGM12) | _BV(CS11) | _BV(CS10);
  OCR1A = F_CPU / 64 / rateHz - 1;
  TIMSK1 = _BV(OCIE1A);

  isText = !(PIND & _BV(textPin));
  set_sleep_mode(SLEEP_MODE_IDLE);
  sei();
}

void loop() {
  uint32_t waiting = takenNow() - sent;
  // Samples that the line could not take in time have been written over: they are left out.
  if (waiting > sampleRoom - samplesPerFrame) sent += waiting - samplesPerFrame;
  if (isText && waiting >= 1 && room() >= 16) sendLine();
  else if (!isText && waiting >= samplesPerFrame && room() >= frameLength) sendFrame();
  else sleep_mode();
}
