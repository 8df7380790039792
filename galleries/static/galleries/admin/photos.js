// The panel of a page's photos: the words of each, judged while they are written.

class PhotosController extends window.StimulusModule.Controller {}

window.wagtail.app.register("galleries-photos", PhotosController);
