// Plays the kernel's side of spidev with an MCP3208, i2c-dev with an ADS1115 and a GPIO chip, out of the kernel's own headers: a request
// number or a structure that differs from these is refused. Put in libc's place by the tests; everything else is forwarded as it is.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/spi/spidev.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { NONE, SPI, I2C, GPIO, LINES };
enum { FILES = 1024, PINS = 64 };

static enum kind kinds[FILES];
static int adc[8], ads[4];
static int bus_broken, null_bit;
static uint8_t spi_mode = 0xff, spi_bits;
static uint32_t spi_speed;
static uint16_t ads_config;
static int levels[PINS], outputs[PINS];
static int lines_write = -1;
static struct gpio_v2_line_request lines;
static uint32_t sequence;

void play_adc(int channel, int counts) { adc[channel] = counts; }
void play_ads(int channel, int counts) { ads[channel] = counts; }
void play_broken(int broken) { bus_broken = broken; }
void play_null_bit(int bit) { null_bit = bit; }
int play_spi_speed(void) { return (int)spi_speed; }
int play_ads_config(void) { return ads_config; }
int play_output(int line) { return outputs[line]; }
int play_open_files(void) { int n = 0; for (int i = 0; i < FILES; i++) n += kinds[i] != NONE; return n; }

void play_level(int line, int level, uint64_t nanoseconds, int lost_before) {
    levels[line] = level;
    if (lines_write < 0) return;
    sequence += 1 + (uint32_t)lost_before;
    struct gpio_v2_line_event event = {
        .timestamp_ns = nanoseconds, .id = level ? GPIO_V2_LINE_EVENT_RISING_EDGE : GPIO_V2_LINE_EVENT_FALLING_EDGE,
        .offset = (uint32_t)line, .seqno = sequence, .line_seqno = sequence };
    (void)!write(lines_write, &event, sizeof event);
}

static int refuse(int error) { errno = error; return -1; }

int open(const char *path, int flags, ...) {
    enum kind kind = !strcmp(path, "/dev/spidev9.0") ? SPI : !strcmp(path, "/dev/i2c-9") ? I2C : !strcmp(path, "/dev/gpiochip9") ? GPIO : NONE;
    if (kind == NONE) return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
    if (bus_broken) return refuse(ENOENT);
    int file = eventfd(0, EFD_CLOEXEC);
    if (file >= 0) kinds[file] = kind;
    return file;
}

int close(int file) {
    if (file >= 0 && file < FILES) {
        if (kinds[file] == LINES) { syscall(SYS_close, lines_write); lines_write = -1; }
        kinds[file] = NONE;
    }
    return (int)syscall(SYS_close, file);
}

static int spi(unsigned long request, void *argument) {
    if (request == SPI_IOC_WR_MODE) { spi_mode = *(uint8_t *)argument; return spi_mode == SPI_MODE_0 ? 0 : refuse(EINVAL); }
    if (request == SPI_IOC_WR_BITS_PER_WORD) { spi_bits = *(uint8_t *)argument; return spi_bits == 8 ? 0 : refuse(EINVAL); }
    if (request == SPI_IOC_WR_MAX_SPEED_HZ) { spi_speed = *(uint32_t *)argument; return 0; }
    if (request != SPI_IOC_MESSAGE(1)) return refuse(ENOTTY);
    struct spi_ioc_transfer *t = argument;
    if (bus_broken) return refuse(EIO);
    if (t->len != 3 || t->bits_per_word != 8 || t->speed_hz != spi_speed || t->cs_change || t->delay_usecs) return refuse(EINVAL);
    const uint8_t *send = (const uint8_t *)(uintptr_t)t->tx_buf;
    uint8_t *receive = (uint8_t *)(uintptr_t)t->rx_buf;
    // MCP3208: start bit, single-ended, channel; then a null bit and 12 bits, the bits before them undefined.
    uint32_t word = (uint32_t)send[0] << 16 | (uint32_t)send[1] << 8 | send[2];
    if (word >> 17 != 3) return refuse(EINVAL);
    uint32_t answer = 0xffe000u | (uint32_t)null_bit << 12 | (uint32_t)adc[word >> 14 & 7];
    receive[0] = (uint8_t)(answer >> 16); receive[1] = (uint8_t)(answer >> 8); receive[2] = (uint8_t)answer;
    return 3;
}

static int i2c(unsigned long request, void *argument) {
    if (request != I2C_RDWR) return refuse(ENOTTY);
    struct i2c_rdwr_ioctl_data *data = argument;
    if (bus_broken || data->msgs[0].addr != 0x48) return refuse(EREMOTEIO);
    struct i2c_msg *m = data->msgs;
    if (data->nmsgs == 1 && m->len == 3 && m->flags == 0 && m->buf[0] == 1) {
        ads_config = (uint16_t)(m->buf[1] << 8 | m->buf[2]);
        return 1;
    }
    if (data->nmsgs != 2 || m[0].len != 1 || m[0].buf[0] != 0 || m[1].addr != 0x48 || m[1].flags != I2C_M_RD || m[1].len != 2) return refuse(EINVAL);
    int counts = ads[ads_config >> 12 & 3];
    m[1].buf[0] = (uint8_t)(counts >> 8); m[1].buf[1] = (uint8_t)counts;
    return 2;
}

static int gpio(unsigned long request, void *argument) {
    if (request != GPIO_V2_GET_LINE_IOCTL) return refuse(ENOTTY);
    struct gpio_v2_line_request *r = argument;
    if (bus_broken) return refuse(EIO);
    if (r->num_lines < 1 || r->num_lines > 2 || strcmp(r->consumer, "ecgedge")) return refuse(EINVAL);
    for (uint32_t i = 0; i < r->num_lines; i++) if (r->offsets[i] >= PINS) return refuse(EINVAL);
    int ends[2];
    if (r->config.flags == GPIO_V2_LINE_FLAG_OUTPUT) {
        struct gpio_v2_line_config_attribute *a = &r->config.attrs[0];
        if (r->config.num_attrs != 1 || a->attr.id != GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES || a->mask != 1) return refuse(EINVAL);
        outputs[r->offsets[0]] = (int)a->attr.values;
        r->fd = eventfd(0, EFD_CLOEXEC);
        kinds[r->fd] = GPIO;
        return 0;
    }
    if (r->config.flags != (GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING)) return refuse(EINVAL);
    if (pipe2(ends, O_CLOEXEC) < 0) return -1;
    lines = *r;
    sequence = 0;
    r->fd = ends[0];
    lines_write = ends[1];
    kinds[r->fd] = LINES;
    return 0;
}

static int values(unsigned long request, void *argument) {
    if (request != GPIO_V2_LINE_GET_VALUES_IOCTL) return refuse(ENOTTY);
    struct gpio_v2_line_values *v = argument;
    if (v->mask != (1ull << lines.num_lines) - 1) return refuse(EINVAL);
    v->bits = 0;
    for (uint32_t i = 0; i < lines.num_lines; i++) v->bits |= (uint64_t)(levels[lines.offsets[i]] != 0) << i;
    return 0;
}

int ioctl(int file, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    switch (file >= 0 && file < FILES ? kinds[file] : NONE) {
    case SPI: return spi(request, argument);
    case I2C: return i2c(request, argument);
    case GPIO: return gpio(request, argument);
    case LINES: return values(request, argument);
    default: return (int)syscall(SYS_ioctl, file, request, argument);
    }
}
