using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EcgEdge.Agent.Analyses;

/// <summary>Takes the body of a request into a folder: a file, a zip of files, or the files of a form.</summary>
internal static class UploadReader
{
    private const string Multipart = "multipart/form-data";

    /// <param name="request">The request.</param>
    /// <param name="name">What its sender calls the file.</param>
    /// <param name="folder">Takes the files.</param>
    /// <param name="cancellation">Given up when the sender leaves.</param>
    /// <exception cref="UploadException">The upload is not taken.</exception>
    /// <exception cref="BadHttpRequestException">The body is too large, too slow or cut short.</exception>
    public static async Task ReceiveAsync(HttpRequest request, string name, UploadFolder folder, CancellationToken cancellation)
    {
        if (request.Headers.ContentEncoding.ToString() is not ("" or "identity") and var encoding)
            throw new UploadException(StatusCodes.Status415UnsupportedMediaType, $"content encoding '{UploadName.Shown(encoding)}'; send the file as it is, or a zip");
        folder.CheckRoom(request.ContentLength);
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase))
        {
            await ReceiveFormAsync(request, type, folder, cancellation);
            return;
        }

        var (path, length) = await folder.AddAsync(request.Body, [name], name, cancellation);
        if (length == 0) throw new UploadException(StatusCodes.Status400BadRequest, $"{name}: empty; expected an ECG file as the body");
        if (ZipFile.Is(path)) await ZipFile.UnpackAsync(path, name, folder, cancellation);
    }

    private static async Task ReceiveFormAsync(HttpRequest request, MediaTypeHeaderValue type, UploadFolder folder, CancellationToken cancellation)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 70)
            throw new UploadException(StatusCodes.Status400BadRequest, "the form has no boundary of 1 to 70 characters");
        var form = new MultipartReader(boundary, request.Body);
        var files = 0;
        while (await NextAsync(form, cancellation) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || !disposition.IsFileDisposition())
                throw new UploadException(StatusCodes.Status400BadRequest, $"part {files + 1} of the form is no file; expected files alone");
            var name = UploadName.Of(HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value);
            var (path, _) = await folder.AddAsync(part.Body, [name], name, cancellation);
            if (ZipFile.Is(path)) await ZipFile.UnpackAsync(path, name, folder, cancellation);
            files++;
        }

        if (files == 0) throw new UploadException(StatusCodes.Status400BadRequest, "the form has no file");
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader form, CancellationToken cancellation)
    {
        try
        {
            return await form.ReadNextSectionAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException && e is not BadHttpRequestException)
        {
            throw new UploadException(StatusCodes.Status400BadRequest, $"the form cannot be read ({UploadName.Shown(e.Message)})");
        }
    }
}
