// An Arduino Uno in simavr: runs the firmware in real time, feeds its converter with a signal, its leads pins with states, and has its
// serial line on a pseudo-terminal whose name it prints.
//   board FIRMWARE.elf SIGNAL.txt text|binary
// SIGNAL.txt: a line per 4 ms, "millivolts at the converter, LO+, LO-"; repeated at its end.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <simavr/avr_adc.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { CLOCK_HZ = 16000000, ROOM = 1 << 20 };
static int signal_mv[ROOM], positive[ROOM], negative[ROOM], length, terminal;
static avr_t *avr;

static int place(void) { return (int)(avr->cycle / (CLOCK_HZ / 250) % (unsigned)length); }

static void on_conversion(avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq; (void)value; (void)param;
  avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0), (uint32_t)signal_mv[place()]);
}

static void on_byte(avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq; (void)param;
  unsigned char b = (unsigned char)value;
  // Nobody reads, or reads too slowly: a line has no memory either.
  if (write(terminal, &b, 1) < 0 && errno != EAGAIN && errno != EIO) exit(3);
}

static void sleep_in_real_time(avr_t *a, avr_cycle_count_t cycles) { (void)a; (void)cycles; }

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  FILE *file = fopen(argv[2], "r");
  if (!file) return 2;
  while (length < ROOM && fscanf(file, "%d,%d,%d", &signal_mv[length], &positive[length], &negative[length]) == 3) length++;
  fclose(file);
  if (length == 0) return 2;

  terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (terminal < 0 || grantpt(terminal) || unlockpt(terminal)) return 3;
  struct termios raw;
  tcgetattr(terminal, &raw);
  cfmakeraw(&raw);
  tcsetattr(terminal, TCSANOW, &raw);

  elf_firmware_t firmware = { 0 };
  if (elf_read_firmware(argv[1], &firmware)) return 2;
  avr = avr_make_mcu_by_name("atmega328p");
  avr_init(avr);
  avr->frequency = CLOCK_HZ;
  avr->vcc = avr->avcc = avr->aref = 5000;
  avr->sleep = sleep_in_real_time;
  avr_load_firmware(avr, &firmware);
  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
  flags &= ~(uint32_t)(AVR_UART_FLAG_STDIO | AVR_UART_FLAG_POLL_SLEEP);
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_byte, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_OUT_TRIGGER), on_conversion, NULL);
  avr_irq_t *lo_positive = avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), 2), *lo_negative = avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), 3);
  // A wire from D4 to ground is stronger than the pull-up.
  avr_ioport_external_t wire = { .name = 'D', .mask = 1 << 4, .value = strcmp(argv[3], "text") ? 1 << 4 : 0 };
  avr_ioctl(avr, AVR_IOCTL_IOPORT_SET_EXTERNAL('D'), &wire);
  printf("%s\n", ptsname(terminal));
  fflush(stdout);

  struct timespec start, now;
  clock_gettime(CLOCK_MONOTONIC, &start);
  int last = -1;
  for (avr_cycle_count_t next = 0;;) {
    int state = avr_run(avr);
    if (state == cpu_Done || state == cpu_Crashed) return 4;
    if (avr->cycle < next) continue;
    next = avr->cycle + CLOCK_HZ / 1000;
    if (place() != last) {
      last = place();
      avr_raise_irq(lo_positive, (uint32_t)positive[last]);
      avr_raise_irq(lo_negative, (uint32_t)negative[last]);
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    double ahead = (double)avr->cycle / CLOCK_HZ - ((double)(now.tv_sec - start.tv_sec) + (double)(now.tv_nsec - start.tv_nsec) / 1e9);
    if (ahead > 0.002) usleep((useconds_t)(ahead * 1e6));
    if (getppid() == 1) return 0;
  }
}
